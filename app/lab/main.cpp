#include "app/command_line/run_program.h"
#include "app/lab/commands.h"

int main(int argc, char** argv) {
  using namespace orator::cli;
  constexpr AddCommand kCommands[] = {addDatasetCommand, addTrainCommand, addEvaluateCommand,
                                      addSelfcheckCommand, addForgeCommand};
  return runProgram(
      {.name = "orator-lab",
       .description = "Orator's laboratory: makes data sets, trains, judges and proves the networks "
                      "of packs.",
       .commands = kCommands},
      argc, argv);
}
