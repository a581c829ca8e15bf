"""What people see when something fails: always whether their step was stored, a way on, and the reference."""
