#include <orator.h>
#include <stdio.h>

int main(void) {
  return puts(orator_version()) < 0 || orator_portrait_open("/nowhere", NULL, NULL, NULL) != ORATOR_INVALID_ARGUMENT;
}
