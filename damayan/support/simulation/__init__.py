"""A community in the computer: what becomes of its stories under one way of routing or another.

``assumptions`` says what is believed of members and supporters and where it comes from, ``chance``
draws the same luck for every way, ``world`` makes stories and people, ``ways`` are the orders in
which supporters meet stories (ours is the product's own code), ``run`` lets the time pass,
``measures`` says what came of it and how sure that is, ``pictures`` draws it. docs/routing.md
tells what the model leaves out.
"""
