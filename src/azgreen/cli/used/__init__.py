"""What were deployed resources used for, by their metrics, their tags and the catalogue?"""
