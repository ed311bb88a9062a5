"""Reading alerts. Nobody finds the alerts that are about themself, by any question."""
