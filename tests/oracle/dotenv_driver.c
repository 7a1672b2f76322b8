/*
 * Reads .env files from standard input and prints what pf_dotenv_read makes of them, for
 * dotenv_oracle.py. In: "MODE LENGTH\n" and that many bytes, repeatedly. Out: for each a line a
 * name, both in hexadecimal: "NAME VALUE", "NAME -" for none, "NAME ?" for one that is not known;
 * then an empty line.
 */
#include "read/dotenv.h"

#include <stdio.h>
#include <stdlib.h>

static void print_hex(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        printf("%02x", (unsigned char)text.data[i]);
}

static void print_map(const struct pf_node *map)
{
    for (size_t i = 0; i < map->count; i++) {
        const struct pf_node *value = map->items[i];
        print_hex(value->key->text);
        printf(" ");
        if (value->kind == PF_STRING)
            print_hex(value->text);
        else
            printf(value->kind == PF_NULL ? "-" : "?");
        printf("\n");
    }
    printf("\n");
}

int main(void)
{
    unsigned mode;
    size_t len;
    while (scanf("%u %zu", &mode, &len) == 2 && getchar() == '\n') {
        struct pf_arena *arena = pf_arena_new(NULL);
        char *bytes = pf_arena_take(arena, len);
        if (fread(bytes, 1, len, stdin) != len)
            return EXIT_FAILURE;
        struct pf_faults faults = {0};
        const struct pf_source *source = pf_source_new(arena, PF_STR(".env"), (pf_str){bytes, len});
        print_map(pf_dotenv_read(arena, source, (enum pf_dotenv_mode)mode, &faults));
        pf_arena_free(arena);
    }
    return EXIT_SUCCESS;
}
