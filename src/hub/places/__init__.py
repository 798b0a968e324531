"""Where somebody lives, in policing terms: borough, command unit and force; it lists candidates and never guesses."""
