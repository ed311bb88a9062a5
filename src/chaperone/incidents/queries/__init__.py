from chaperone.incidents.queries.incidents import incident, incidents_of

__all__ = ["incident", "incidents_of"]
