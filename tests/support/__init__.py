"""What tests lean on: servers started by the suite itself, builders, stand-ins. Nothing here is imported by the product."""
