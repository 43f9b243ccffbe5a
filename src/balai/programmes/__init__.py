"""Series and their editions: what is offered, by and for whom, with places, rules, activities and money."""
