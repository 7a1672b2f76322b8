S = "Straße\x00\ud800\U0001F600 \t1_0"
X = [S.upper(), S.split(), S[::-2], S.center(30, "é"), S.encode(), repr(S), S.translate({65: None})]
Y = ["{0[a].b!r:>{w}}".format({"a": 1}, w=3), "%(a)s%%" % {"a": 1}, f"{S!a:^{len(S)}}", "%c%5.2f" % (65, 1e300)]
Z = [int(" 1_0 "), int("z", 36), float("1e-320"), round(2.675, 2), 7 // -2, -7 % 3, 2 ** -1, 1e16, 5e-324]
