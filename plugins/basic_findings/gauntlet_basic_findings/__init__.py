"""Built-in plugin (see plugin.toml)."""
