"""What does one write to deploy a search service for retrieval?"""

from collections.abc import Mapping, Sequence
from typing import Final, NotRequired, TypedDict

import pulumi

from azgreen_components._access import CallerArgs

DEFAULT_INDEX: Final = "chunks"
PRODUCTION: Final = "prod"
"""Value of `environment` for which a service has the replicas of the SLA for queries."""


class RetrievalArgs(TypedDict):
    """Inputs of Retrieval."""

    location: str
    """Azure region of the service, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the service; required."""

    documents: int
    """Documents to be found; required."""

    chunks_per_document: NotRequired[float]
    """Mean chunks of a document; from its tokens and those of a chunk when left out."""

    document_tokens: NotRequired[float]
    """Mean tokens of a document; the chunks of a document are required when left out."""

    chunk_tokens: NotRequired[int]
    """Tokens of a chunk, of which a quarter overlaps with the one before; 512 when left out."""

    embedding_model: NotRequired[str]
    """Model that makes the vectors, against which dimensions are checked; none when left out."""

    dimensions: NotRequired[int]
    """Numbers of a vector; as many as the embedding model makes when left out."""

    payload_bytes: NotRequired[int]
    """Bytes of a chunk's text and fields in the index; from the chunk's tokens when left out."""

    compression: NotRequired[str]
    """'none', 'scalar' (a byte a number) or 'binary' (a bit); none when left out."""

    availability: NotRequired[str]
    """SLA for 'none', 'query' or 'index'; query in 'prod', none otherwise when left out."""

    replicas: NotRequired[int]
    """Copies of the index that answer queries; the fewest that the SLA takes when left out."""

    semantic_ranker: NotRequired[str]
    """'disabled', 'free' (1,000 queries a month) or 'standard'; disabled when left out."""

    queries_per_second: NotRequired[float]
    """Mean queries per second; what a query costs is not known when left out."""

    index_name: NotRequired[str]
    """Name of the index in its definition; 'chunks' when left out."""

    service_name: NotRequired[str]
    """Service name, unique in Azure; derived from component and resource group when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether the endpoint answers on the public internet; it does not when left out."""

    callers: NotRequired[Sequence[CallerArgs]]
    """Who may query indexes; nobody may when left out."""

    writers: NotRequired[Sequence[CallerArgs]]
    """Who may read and write documents; nobody may when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
