"""What the administrator chooses to show to everybody: results of surveys and issued documents."""
