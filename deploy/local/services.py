"""The three servers that a cell stands on, each started by one call and stopped by its `stop()`."""

from deploy.local.kafka import Kafka, start_kafka
from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.postgres import Postgres, start_postgres
from deploy.local.valkey import Valkey, start_valkey

__all__ = ['Kafka', 'KafkaCluster', 'Postgres', 'Valkey', 'start_kafka', 'start_postgres', 'start_valkey']
