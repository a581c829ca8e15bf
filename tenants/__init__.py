"""Who and where: areas, halls as tenants, points, people and their roles. The only user of django_tenants."""
