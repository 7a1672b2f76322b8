a() { b "$( c `d \`e\`` ${f:-"$(g)"} )"; }; a & function h (
i
)