#include "app/cli/commands.h"
#include "app/command_line/run_program.h"

int main(int argc, char** argv) {
  using namespace orator::cli;
  constexpr AddCommand kCommands[] = {
      addAnimateCommand,   addMotionCommand,      addCaptureCommand, addRenderCommand, addFace3dCommand,
      addLandmarksCommand, addPersonaliseCommand, addQualityCommand, addPacksCommand,  addWordsCommand,
      addSpeakCommand,     addInfoCommand,        addFarmCommand,    addServeCommand,  addWatchCommand,
      addBenchCommand,     addParametersCommand,  addSchemaCommand,  addMovedCommands};
  return runProgram({.name = "orator",
                     .description = "Orator turns a portrait and a voice into a talking-head video.",
                     .commands = kCommands},
                    argc, argv);
}
