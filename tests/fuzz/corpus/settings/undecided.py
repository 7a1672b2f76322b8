import os, unknown
S = os.environ["SECRET"]
X, L, D = 1, [1], {"a": [1]}
def f(v, *a, k=S, **w):
    for i in v:
        if i == S:
            return i
        try:
            L.append(int(i))
        except ValueError as e:
            D[i] = e
        else:
            continue
        finally:
            X2 = 1
    return None
while S != X:
    X += 1
    if S: break
    L = L + [X]
R = [f(S.split(",")), f(L), f(D), unknown.g(D)]
match R:
    case [1, *rest] if S: Y = rest
    case {"a": z, **more}: Y = more
    case str() | None: Y = 2
