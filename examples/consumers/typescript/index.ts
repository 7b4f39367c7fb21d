// A support bot: models, a cache before them, and an alert on what they emit.
import * as azgreen from "@pulumi/azgreen"; // made by `pulumi package add`
import * as resources from "@pulumi/azure-native/resources";

const location = "swedencentral";
const group = new resources.ResourceGroup("bot", { location });

const bot = new azgreen.GreenAiStack("bot", {
  location,
  resourceGroupName: group.name,
  environment: "test",
  deployments: [
    {
      name: "chat",
      model: "gpt-4.1-mini",
      traffic: { requestsPerSecond: 0.5, inputTokens: 800, outputTokens: 150 },
    },
    { name: "embeddings", model: "text-embedding-3-large", capacity: 20 },
  ],
  cache: { tenantKey: "tenant", versionTag: "prompt-7", hitRate: 0.2 },
  monitoring: {
    emails: ["bot-team@contoso.com"],
    latencyMs: 20_000,
    carbonBudgetGco2ePerDay: 1_000,
  },
});

export const endpoint = bot.endpoints["models"];
export const deployments = bot.deploymentNames;
export const footprint = bot.footprint;
export const dailyGco2e = bot.dailyGco2e;
