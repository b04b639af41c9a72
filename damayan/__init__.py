"""Damayan: the open-source home for online peer support."""
