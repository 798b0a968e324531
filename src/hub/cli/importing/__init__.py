"""Files of reports: read whatever a spreadsheet wrote, a row at a time, and answered with files beside them."""
