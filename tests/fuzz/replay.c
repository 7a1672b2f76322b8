/* Feeds a fuzz target every file of its corpus, and the beginnings of each: fuzz_X DIRECTORY… */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    PATH_ROOM = 4096,
    CUTS = 256 /* beginnings tried of each file, spread evenly: a reader meets its end anywhere */
};

/* A copy of exact size, so that the address sanitizer sees a read past its end. */
static void feed(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size == 0 ? 1 : size);
    if (copy == NULL)
        abort();
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        return 1;
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size + 1);
    if (bytes == NULL || fread(bytes, 1, size, file) != size) {
        perror(path);
        return 1;
    }
    fclose(file);
    size_t step = size / CUTS + 1;
    for (size_t cut = 0; cut < size; cut += step)
        feed(bytes, cut);
    feed(bytes, size);
    free(bytes);
    return 0;
}

static int replay_directory(const char *path, int *count)
{
    DIR *directory = opendir(path);
    if (directory == NULL) {
        perror(path);
        return 1;
    }
    int failed = 0;
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        char name[PATH_ROOM];
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        failed |= replay_file(name);
        ++*count;
    }
    closedir(directory);
    return failed;
}

int main(int argc, char **argv)
{
    int count = 0, failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= replay_directory(argv[i], &count);
    printf("%d corpus files replayed\n", count);
    return failed != 0 || count == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
