"""The wording of opt-out, opt-in and help, as data that needs no programmer to extend."""
