package dev.dcore.sim.contracts;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.contracts.DiskContract;
import dev.dcore.kernel.contracts.DiskHarness;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.sim.persistence.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// While the power stays, the simulated disk does what every disk does.
final class SimDiskContractTest extends DiskContract {
  @Override
  protected DiskHarness harness() {
    return new VirtualDisk();
  }

  private static final class VirtualDisk extends VirtualWorld implements DiskHarness {
    private final List<DiskEvent> events = new ArrayList<>();
    private final SimDisk disk = new SimDisk(queue, Choices.seeded(7, "disk"));
    private final Disk port = disk.open(events::add);

    @Override
    public void onLoop(Consumer<Disk> action) {
      action.accept(port);
    }

    @Override
    public List<DiskEvent> events() {
      return List.copyOf(events);
    }

    @Override
    public void breakFile(String file) {
      disk.breakFile(file);
    }
  }
}
