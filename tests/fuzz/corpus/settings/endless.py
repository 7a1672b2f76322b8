def f(a=[]): a.append(a); return g(a)
def g(a): return f(a) + g(a)
try: f()
except Exception: X = 1
while True:
    X = [X, X] * 2
