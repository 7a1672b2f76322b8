/* Writes one C file that holds the given files as text: preflight-gen OUT.c FILE… */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes as numbers: string literals have a length limit that compilers warn about. */
static size_t write_bytes(FILE *out, FILE *in)
{
    size_t count = 0;
    for (int byte = getc(in); byte != EOF; byte = getc(in))
        fprintf(out, "%d,%s", byte, ++count % 32 == 0 ? "\n" : "");
    return count;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: preflight-gen OUT.c FILE…\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[1], "w");
    size_t *lengths = calloc((size_t)argc, sizeof *lengths);
    if (out == NULL || lengths == NULL) {
        fprintf(stderr, "preflight-gen: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    fputs("/* Made by preflight-gen from rules/; do not edit. */\n#include \"base/table.h\"\n\n",
          out);
    for (int i = 2; i < argc; i++) {
        FILE *in = fopen(argv[i], "rb");
        if (in == NULL) {
            fprintf(stderr, "preflight-gen: %s: %s\n", argv[i], strerror(errno));
            return 1;
        }
        fprintf(out, "static const unsigned char file_%d[] = {\n", i);
        lengths[i] = write_bytes(out, in);
        fputs("0};\n\n", out);
        fclose(in);
    }
    fputs("const struct pf_embedded pf_embedded_files[] = {\n", out);
    for (int i = 2; i < argc; i++)
        fprintf(out, "    {\"%s\", (const char *)file_%d, %zu},\n", argv[i], i, lengths[i]);
    fprintf(out, "    {0},\n};\nconst size_t pf_embedded_count = %d;\n", argc - 2);
    free(lengths);
    return fclose(out) == 0 ? 0 : 1;
}
