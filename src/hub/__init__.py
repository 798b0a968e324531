"""The Online Hate Crime Hub: the software that a police unit for online hate crime runs on."""
