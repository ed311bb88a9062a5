"""For machines that watch: whether it lives, whether it is ready, and its figures."""
