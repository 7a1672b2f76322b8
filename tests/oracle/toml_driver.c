/*
 * Reads TOML from standard input and prints what pf_toml_read makes of it, for toml_oracle.py.
 * In: "LENGTH\n" and that many bytes, repeatedly. Out: a line each: "refused" or the tree as JSON
 * arrays ["map", [[key, value]…]], ["seq", […]], [kind, text] with strings in hexadecimal.
 */
#include "read/toml.h"

#include <stdio.h>
#include <stdlib.h>

static void print_hex(pf_str text)
{
    printf("\"");
    for (size_t i = 0; i < text.len; i++)
        printf("%02x", (unsigned char)text.data[i]);
    printf("\"");
}

/* True recursion: the reader bounds the depth. */
static void print_node(const struct pf_node *node)
{
    bool is_map = node->kind == PF_MAP;
    if (!is_map && node->kind != PF_SEQ) {
        bool moment = node->kind == PF_STRING && node->style == PF_STYLE_PLAIN;
        printf("[\"%s\",", moment ? "moment" : pf_kind_name(node->kind));
        print_hex(node->text);
        printf("]");
        return;
    }
    printf("[\"%s\",[", is_map ? "map" : "seq");
    for (size_t i = 0; i < node->count; i++) {
        printf("%s", i > 0 ? "," : "");
        if (is_map) {
            printf("[");
            print_hex(node->items[i]->key->text);
            printf(",");
        }
        print_node(node->items[i]);
        printf("%s", is_map ? "]" : "");
    }
    printf("]]");
}

int main(void)
{
    size_t len;
    while (scanf("%zu", &len) == 1 && getchar() == '\n') {
        struct pf_arena *arena = pf_arena_new(NULL);
        char *bytes = pf_arena_take(arena, len);
        if (fread(bytes, 1, len, stdin) != len)
            return EXIT_FAILURE;
        struct pf_faults faults = {0};
        const struct pf_source *source =
            pf_source_new(arena, PF_STR("x.toml"), (pf_str){bytes, len});
        const struct pf_node *root = pf_toml_read(arena, source, &faults);
        bool refused = pf_faults_has(&faults, PF_FAULT_UNPARSABLE) ||
                       pf_faults_has(&faults, PF_FAULT_DUPLICATE_KEY) ||
                       pf_faults_has(&faults, PF_FAULT_UNREADABLE) ||
                       pf_faults_has(&faults, PF_FAULT_LIMIT);
        if (refused)
            printf("refused");
        else
            print_node(root);
        printf("\n");
        pf_arena_free(arena);
    }
    return EXIT_SUCCESS;
}
