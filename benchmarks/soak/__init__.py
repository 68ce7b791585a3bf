"""Mixed load over HTTP while parts are killed again and again: is every event there once, as the clients' own journal says?"""
