"""What must be done, by whom, by when: clocks of statute and the Victims' Code, in the working days of England and Wales."""
