"""How does an azure-native resource become an ARM request, and an ARM answer its outputs?"""
