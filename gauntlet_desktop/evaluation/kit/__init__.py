"""The acceptance kit: what a plugin is held to before anybody relies on it. It runs the plugin, so it runs apart."""
