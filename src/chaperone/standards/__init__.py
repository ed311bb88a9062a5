"""Pure: the catalogue of HIPAA standards and implementation specifications."""
