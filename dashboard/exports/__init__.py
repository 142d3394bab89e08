"""The data to take home: every table and layer as files, and all of them as one Data Package."""
