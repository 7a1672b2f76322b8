if [[ $REF == refs/heads/main && -n "$X" ]]; then
  for s in web worker; do aws ecs update-service --service $s; done
else
  case $REF in v*|(r*) echo tag;; *) exit 1;; esac
fi 2>&1 | tee log
