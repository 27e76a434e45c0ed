"""All Qt: the window, its models, views and dialogs."""
