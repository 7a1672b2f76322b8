cat <<-"E" > f <<F
	it's $(no)
	E
$(yes `and`)
F
x=$(cat <<E
)
E
)