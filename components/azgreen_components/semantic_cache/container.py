"""How does a container keep tenants apart, look up by vector and forget?"""

from pulumi_azure_native import cosmosdb

from azgreen_components.semantic_cache.cosmos_queries import Paths, paths
from azgreen_components.semantic_cache.entries import Layout

_HIERARCHICAL = 2  # version of the partition key: the only one that takes several paths
_SHARDED = "diskANN"


def container_of(
    container_id: str, layout: Layout, index_type: str
) -> cosmosdb.SqlContainerResourceArgs:
    """Return the container of `layout`.

    The vector policy holds for a new container only: other dimensions need another one.
    """
    known = paths(layout)
    return cosmosdb.SqlContainerResourceArgs(
        id=container_id,
        default_ttl=layout.ttl_seconds,
        partition_key=cosmosdb.ContainerPartitionKeyArgs(
            # tenant first: no query of one tenant reads another's partition
            paths=list(known.partition_key),
            kind=cosmosdb.PartitionKind.MULTI_HASH,
            version=_HIERARCHICAL,
        ),
        indexing_policy=cosmosdb.IndexingPolicyArgs(
            indexing_mode=cosmosdb.IndexingMode.CONSISTENT,
            automatic=True,
            included_paths=[cosmosdb.IncludedPathArgs(path=path) for path in known.indexed],
            excluded_paths=[cosmosdb.ExcludedPathArgs(path=path) for path in known.excluded],
            vector_indexes=[_vector_index(known, index_type)],
        ),
        vector_embedding_policy=cosmosdb.VectorEmbeddingPolicyArgs(
            vector_embeddings=[_vector(known, layout.dimensions)]
        ),
    )


def _vector(known: Paths, dimensions: int) -> cosmosdb.VectorEmbeddingArgs:
    return cosmosdb.VectorEmbeddingArgs(
        path=known.vector,
        data_type=cosmosdb.VectorDataType.FLOAT32,
        dimensions=dimensions,
        distance_function=cosmosdb.DistanceFunction.COSINE,
    )


def _vector_index(known: Paths, index_type: str) -> cosmosdb.VectorIndexArgs:
    """Return the index; diskANN has one for each tenant: azure-docs, gen-ai/sharded-diskann."""
    shards = list(known.partition_key[:1]) if index_type == _SHARDED else None
    return cosmosdb.VectorIndexArgs(
        path=known.vector, type=index_type, vector_index_shard_key=shards
    )
