/* The least that reading YAML costs: libyaml's events of every file, thrown away. yaml_scan FILE…
 */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static unsigned char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*size + 1);
    if (bytes != NULL && fread(bytes, 1, *size, file) != *size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

static size_t count_events(const unsigned char *bytes, size_t size)
{
    yaml_parser_t parser;
    size_t count = 0;
    if (!yaml_parser_initialize(&parser))
        return 0;
    yaml_parser_set_input_string(&parser, bytes, size);
    for (int done = 0; !done; count++) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event))
            break;
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return count;
}

int main(int argc, char **argv)
{
    size_t events = 0, total = 0;
    for (int i = 1; i < argc; i++) {
        size_t size;
        unsigned char *bytes = read_file(argv[i], &size);
        if (bytes == NULL) {
            perror(argv[i]);
            return EXIT_FAILURE;
        }
        events += count_events(bytes, size);
        total += size;
        free(bytes);
    }
    printf("%zu events in %zu bytes\n", events, total);
    return EXIT_SUCCESS;
}
