X = {**{1: 2}, 1.0: 3, True: 4}
Y = x = = 3
class : pass
import os; Z = os.environ.get("DEBUG")[::-1]
ÿþ