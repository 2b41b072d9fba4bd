"""What is written about the warehouse for people: dictionary, models, expectations, one folder."""
