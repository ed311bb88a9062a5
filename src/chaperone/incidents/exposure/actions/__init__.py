from chaperone.incidents.exposure.actions.freeze import freeze_exposure

__all__ = ["freeze_exposure"]
