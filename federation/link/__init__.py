"""The road between cells behind one port: Kafka, or a log table for a single cell. The only room that imports kafka."""
