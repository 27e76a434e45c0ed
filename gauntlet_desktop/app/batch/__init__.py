"""Analyses the files of a folder, however many: a pipeline with bounded queues that ends in a case."""
