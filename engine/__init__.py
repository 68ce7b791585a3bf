"""The engine: the law (core), the use cases (service), the SQL room (store), the network (gateways)."""
