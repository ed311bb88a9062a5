__version__ = "0.1.0"
"""The version of the package and of what runs, by which releases are approved."""
