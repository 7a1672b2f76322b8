set -euo pipefail
IMAGE="${{ env.REGISTRY }}/shop:${GITHUB_SHA::7}"
docker build -t "$IMAGE" . && docker push "$IMAGE"
echo "image=$IMAGE" >> "$GITHUB_OUTPUT"
