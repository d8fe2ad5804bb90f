"""A CDN in front of the site: keys on its answers, and purges of the keys that a change touches."""
