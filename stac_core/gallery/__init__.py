"""A large folder of images as a list that can be filtered, sorted and walked through."""
