"""What every app stands on and that knows no contest: base page, design system, settings."""
