"""Which azure-native resources of each Azure service does the local Azure serve?"""
