"""From a record to documents: the PDF report and its JSON twin. Import from the modules: wording alone is light."""
