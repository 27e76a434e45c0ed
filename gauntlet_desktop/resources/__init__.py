"""Package data: icons, fonts, sample images, schemas."""
