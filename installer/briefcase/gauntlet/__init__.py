"""The application that Briefcase packs: it holds no code of its own but the start."""
